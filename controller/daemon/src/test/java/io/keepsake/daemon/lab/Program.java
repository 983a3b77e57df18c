package io.keepsake.daemon.lab;

/** What runs on a node. */
enum Program {
    KEEPSAKE,
    KEEPALIVED
}
