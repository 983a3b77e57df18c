package io.keepsake.lab;

/** What runs on a node. */
enum Program {
    KEEPSAKE,
    KEEPALIVED
}
