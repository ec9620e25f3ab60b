"""The planner of the year's joint inspections: an instance in, a plan out; no Django, no clock.

``reading`` and ``writing`` are the JSON edge, ``solving.solve`` is the door. Inside: ``problem``
compiles an instance to numbers, ``merging`` says which visits a target needs, ``roster`` keeps who
is where, ``building`` places the visits, ``polishing`` betters the plan, ``explaining`` says in
words what can't be done.
"""
