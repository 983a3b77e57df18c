package io.keepsake.core.config;

/**
 * How the kernel is to treat a virtual address.
 *
 * @param detectsDuplicates {@code -nodad}: an IPv6 address is used only when nobody else on the link has it (RFC 4862 5.4);
 *     without the word it is used at once
 * @param preferredSeconds {@code preferred_lft}; 0 for an address that is never chosen as a source, -1 where the file does
 *     not say
 * @param home {@code home}: IPv6, a home address (RFC 6275)
 * @param manageTemporary {@code mngtmpaddr}: IPv6, temporary addresses are made of it
 * @param autojoin {@code autojoin}: the kernel joins the group when a multicast address is added
 */
public record AddressFlags(
        boolean detectsDuplicates, int preferredSeconds, boolean home, boolean manageTemporary, boolean autojoin) {
    public static final int UNSAID = -1;

    /** Nothing special. */
    public static final AddressFlags NONE = new AddressFlags(false, UNSAID, false, false, false);
}
