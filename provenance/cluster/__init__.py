"""The same pipeline on Apache Spark: a corpus that one machine is too small for.

Spark does what is Spark's: it splits inputs, spreads tasks, repeats those that fail, shuffles, sorts and checkpoints. Ours are
the functions that run within a task, which are those of one machine, and the order in which the jobs are asked for.
`pyspark` is imported in this package alone, and only once a command asks for it.
"""
