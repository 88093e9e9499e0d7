"""All of ours that a student's code ever meets; nothing in this folder imports from outside of it.

The sandbox binds the folder, read-only, and nothing else of the course. A process in it may read
each of these files and change any object that they make, so nothing that they say is trusted.
"""
