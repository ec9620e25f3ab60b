"""Forms of joint operations."""
