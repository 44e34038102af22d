"""Which descriptions are of one business: names as compared, evidence weighed, an index."""
