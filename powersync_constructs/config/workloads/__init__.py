"""The workloads of an instance: API, replicators, compaction, migration, unified pod."""
