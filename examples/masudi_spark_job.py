"""For spark-submit: the job of `python -m masudi.spark` (doc/spark.md).

spark-submit --master yarn examples/masudi_spark_job.py --out hdfs:///coded hdfs:///news/*.warc.gz
"""

import sys

from masudi.spark_job import main

if __name__ == "__main__":
    sys.exit(main())
