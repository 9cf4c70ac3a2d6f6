"""The daemon: which turn when, start, signals, drain. The only place that knows threads, timers and APScheduler."""
