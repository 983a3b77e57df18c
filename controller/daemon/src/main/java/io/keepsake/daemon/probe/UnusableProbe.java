package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;

/** A check that its configuration makes impossible; every one fails and says why. */
record UnusableProbe(String why, CheckReport report) implements Probe {
    @Override
    public boolean begin(long now) {
        report.failed(CheckFailure.LOCAL, why);
        return true;
    }

    @Override
    public void expire() {}

    @Override
    public void cancel() {}
}
