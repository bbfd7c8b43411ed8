"""When trainings take place: cycles, sittings, the agenda, places and the waiting list.

Students and staff register in two taps, or keep away without a reason; the mission sets the dates.
It never tells anyone who else comes, nor why someone does not.
"""
