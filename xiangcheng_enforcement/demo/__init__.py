"""The demo: invented people, sample delegations, and a year of invented cases (演示数据)."""
