/**
 * VRRP on the wire: opens and joins, sends adverts and gratuitous ARP, hears adverts. Owned by one thread and never
 * blocking. Imports the vocabulary of the core, {@code wire} and {@code sys}; never jnr, the journal or another adapter.
 */
@NullMarked
package io.keepsake.adapter.vrrp;

import org.jspecify.annotations.NullMarked;
