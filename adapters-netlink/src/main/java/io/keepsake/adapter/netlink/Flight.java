package io.keepsake.adapter.netlink;

/** A change that was sent and not answered yet. */
sealed interface Flight permits InFlight, Flight.OfRouting, Flight.OfPromotion {
    KernelChange change();

    /** Whether the change is made in these pictures of the kernel. */
    boolean isMadeIn(KernelView view, RoutingView routing);

    /** One of a setting of a link. */
    record OfPromotion(PromotionChange change) implements Flight {
        @Override
        public boolean isMadeIn(KernelView view, RoutingView routing) {
            return view.promotes(change.link()) == change.on();
        }
    }

    /** One of a route or rule. */
    final class OfRouting implements Flight {
        private final RoutingChange change;
        private boolean heard;

        OfRouting(RoutingChange change) {
            this.change = change;
        }

        @Override
        public RoutingChange change() {
            return change;
        }

        /** The kernel said what it made of it: what comes after that is somebody else's doing. */
        void hear() {
            heard = true;
        }

        boolean heard() {
            return heard;
        }

        @Override
        public boolean isMadeIn(KernelView view, RoutingView routing) {
            return routing.stands(change.what()) == change.adds();
        }
    }
}
