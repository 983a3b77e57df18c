package io.keepsake.core.value;

/**
 * One condition that does not hold and keeps an instance in FAULT.
 *
 * @param subject what it is about: an interface, an instance; empty when that is plain
 */
public record FaultCause(FaultReason reason, String subject) {
    @Override
    public String toString() {
        return subject.isEmpty() ? reason.toString() : reason + " " + subject;
    }
}
