"""Papers of joint operations as PDF and DOCX."""
