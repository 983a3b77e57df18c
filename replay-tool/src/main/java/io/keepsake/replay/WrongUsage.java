package io.keepsake.replay;

/** The command line asks for something that is not there or makes no sense. */
final class WrongUsage extends Exception {
    WrongUsage(String what) {
        super(what);
    }
}
