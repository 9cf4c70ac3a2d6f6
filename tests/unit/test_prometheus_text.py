"""What we tell Prometheus, read by its own library."""

from prometheus_client.parser import text_string_to_metric_families

from outreach.mail.prometheus_text import Metric, MetricKind, exposition

EVIL = 'a "quoted" \\ name\nof two lines'


def test_the_library_reads_back_what_was_measured() -> None:
    plain = Metric("outreach_size_bytes", MetricKind.GAUGE, "How\nlarge \\ it is.")
    labelled = Metric("outreach_failures_total", MetricKind.COUNTER, "Failures.", ("turn", "what"))

    page = exposition([(plain, [((), 0.25)]), (labelled, [((EVIL, "x"), 3), (("b", ""), 1e21)])])

    size, failures = text_string_to_metric_families(page)
    assert (size.type, size.documentation, size.samples[0].value) == ("gauge", "How\nlarge \\ it is.", 0.25)
    assert failures.type == "counter"
    assert [(each.labels, each.value) for each in failures.samples] == [
        ({"turn": EVIL, "what": "x"}, 3.0),
        ({"turn": "b", "what": ""}, 1e21),
    ]


def test_what_was_not_measured_is_left_out() -> None:
    assert exposition([(Metric("outreach_x", MetricKind.GAUGE, "X."), [])]) == ""
