"""Curation of products as craft councils do it: a round, its curators, grades and papers.

The pure parts are `assigning` and `weighing`; the deeds stand in modules named for them.
"""
