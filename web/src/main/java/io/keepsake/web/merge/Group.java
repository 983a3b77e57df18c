package io.keepsake.web.merge;

import java.util.ArrayList;
import java.util.List;

/**
 * The instances of several nodes that elect one master between them: the same VRID and family, and a virtual address or
 * the name in common.
 *
 * @param key stands for the group in addresses of pages
 * @param interval of adverts, in microseconds: the shortest that is configured
 */
public record Group(String key, int vrid, String title, List<Member> members, long interval) {

    /** One instance of one node. */
    public record Member(String node, String instance) {}

    /** The groups of an account, in its order. */
    public static List<Group> of(Findings findings) {
        var groups = new ArrayList<Group>();
        for (var masters : findings.masters()) {
            var group = masters.group();
            int vrid = group.vrids().iterator().next();
            var members = group.members().stream()
                    .map(m -> new Member(m.node(), m.instance().value()))
                    .toList();
            groups.add(new Group(vrid + "-" + groups.size(), vrid, group.title(), members, group.interval() / 1_000));
        }
        return groups;
    }
}
