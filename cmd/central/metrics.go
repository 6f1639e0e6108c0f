package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"tim/storage/postgres"
)

// storeMetrics counts what a central does with its database; nothing of one with a store of its own.
func storeMetrics(central central) (all []prometheus.Collector) {
	store, is := central.(*postgres.Store)
	if !is {
		return nil
	}
	counter := func(name, help string, read func(postgres.Stats) int64) {
		all = append(all, prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(read(store.Stats())) }))
	}
	gauge := func(name, help string, read func(postgres.Stats) int64) {
		all = append(all, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(read(store.Stats())) }))
	}
	counter("central_store_settled_total", "Writes that wrote nothing, answered without a turn.", func(s postgres.Stats) int64 { return s.Settled })
	counter("central_store_writes_total", "Writes in commits.", func(s postgres.Stats) int64 { return s.Written })
	counter("central_store_commits_total", "Commits.", func(s postgres.Stats) int64 { return s.Committed })
	counter("central_store_overlapped_total", "Commits that were decided while the one before was on its way.", func(s postgres.Stats) int64 { return s.Overlapped })
	counter("central_store_overtaken_total", "Commits that were decided ahead on what wasn't so any more.", func(s postgres.Stats) int64 { return s.Overtaken })
	counter("central_store_retries_total", "Commits that the database gave back or left unanswered.", func(s postgres.Stats) int64 { return s.Retried })
	counter("central_store_reads_total", "Reads of the newest state.", func(s postgres.Stats) int64 { return s.Glanced })
	counter("central_store_looks_total", "Looks at the head, which reads share.", func(s postgres.Stats) int64 { return s.Looked })
	counter("central_store_moved_total", "Reads that were run again.", func(s postgres.Stats) int64 { return s.Moved })
	gauge("central_store_waiting", "Writes that wait for their turn.", func(s postgres.Stats) int64 { return s.Waiting })
	gauge("central_store_connections", "Connections for reading in use.", func(s postgres.Stats) int64 { return s.Conns })
	return all
}
