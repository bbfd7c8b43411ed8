"""Schools, their campuses, their procedure, and the cells that listen for them.

The mission and the installer come in. A cell may serve several schools.
It never knows what a testimony says.
"""
