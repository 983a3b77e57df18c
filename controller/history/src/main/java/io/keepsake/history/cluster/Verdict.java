package io.keepsake.history.cluster;

import java.util.List;

/**
 * Why something happened, as far as the journals tell.
 *
 * @param about the transition or incident
 * @param rule its name in the catalogue
 * @param reason the word of RFC 6527 for a new master; empty where there is none
 * @param claim in one sentence
 * @param evidence what shows it
 * @param against what speaks against it, and what was looked for and not found
 * @param collect what would tell more; empty when nothing is missing
 */
public record Verdict(
        Stamp about,
        String of,
        Rule rule,
        Reason reason,
        String claim,
        List<Evidence> evidence,
        List<String> against,
        Confidence confidence,
        List<String> collect) {
    public Verdict {
        evidence = List.copyOf(evidence);
        against = List.copyOf(against);
        collect = List.copyOf(collect);
    }

    /** An event, and what it says. */
    public record Evidence(Stamp stamp, String text) {}

    /** How sure it is. */
    public enum Confidence {
        /** The journals show it. */
        CERTAIN(""),
        /** It fits, and something that would prove it is missing. */
        LIKELY(" (likely)"),
        /** Several things would look like this. */
        CANNOT_TELL(" (cannot tell)");

        private final String remark;

        Confidence(String remark) {
            this.remark = remark;
        }
    }

    /** The claim, and how sure it is. */
    public String sentence() {
        return claim + confidence.remark;
    }

    /** {@code vrrpv3OperationsNewMasterReason} of RFC 6527. */
    public enum Reason {
        NONE(""),
        PRIORITY("priority"),
        PREEMPTED("preempted"),
        MASTER_NOT_RESPONDING("masterNotResponding");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The catalogue. */
    public enum Rule {
        FIRST_MASTER,
        OWNER_STARTED,
        PREEMPTED_AS_CONFIGURED,
        PREEMPTED_AFTER_PRIORITY_CHANGE,
        CLEAN_STOP,
        RELOAD,
        FAULT_OF_MASTER,
        TRACKER_OF_MASTER,
        DIRECTOR_DIED,
        MACHINE_DIED,
        MASTER_STOOD_STILL,
        MACHINE_SUSPENDED,
        ADDRESS_TAKEN,
        YIELDED_TO_STRANGER,
        RECEIVER_STOOD_STILL,
        SEND_FAILED,
        REJECTED_BY_RECEIVER,
        DISCARDED_BY_RECEIVER,
        ONE_WAY_LOSS,
        TWO_WAY_PARTITION,
        LOSS_ON_THE_WAY,
        SYNC_GROUP,
        ROGUE_ROUTER,
        CONFIGURATIONS_DIFFER,
        SPLIT_BY_BOTH_REJECTING,
        NOT_RECORDED,
        CANNOT_TELL
    }
}
