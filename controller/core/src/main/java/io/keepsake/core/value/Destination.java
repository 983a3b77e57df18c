package io.keepsake.core.value;

/**
 * A destination of a service in the kernel's IPVS table.
 *
 * @param weight 0 or more; 0 takes no new connections and keeps those there are
 * @param upper {@code uthreshold}: connections above which it takes no new ones; 0 for no limit
 * @param lower {@code lthreshold}: connections below which it takes new ones again; 0 for the kernel's choice
 */
public record Destination(Endpoint endpoint, Forwarding forwarding, int weight, int upper, int lower) {
    public Destination {
        if (weight < 0 || upper < 0 || lower < 0) {
            throw new IllegalArgumentException(
                    "weight and thresholds must be 0 or more, were " + weight + ", " + upper + ", " + lower);
        }
    }

    /**
     * Whether the kernel, asked for {@code wanted}, would show this: it turns the method of an address of its own host
     * into {@link Forwarding.Method#LOCAL}.
     */
    public boolean answers(Destination wanted) {
        return equals(wanted)
                || (forwarding.method() == Forwarding.Method.LOCAL
                        && equals(new Destination(
                                wanted.endpoint, Forwarding.LOCAL, wanted.weight, wanted.upper, wanted.lower)));
    }
}
