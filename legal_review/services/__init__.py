"""One business action each: lock, authorise, ask the rule, save, leave a trace."""
