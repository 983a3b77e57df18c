package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The {@code vrrp_sync_group}s of a configuration by the places of their members. Shared by all versions of the state. */
final class SyncGroups {
    private final List<Group> all = new ArrayList<>();
    private final Map<Integer, Group> byPlace = new HashMap<>();

    /**
     * @param number its place among the groups
     * @param places of the members, in the order of the configuration
     */
    record Group(int number, SyncGroup config, List<Integer> places) {

        /** What the group is, by what its members are. */
        GroupState state(IntFunction<VrrpState> states) {
            boolean untold = false;
            boolean stopped = true;
            var roles = EnumSet.noneOf(Role.class);
            for (int place : places) {
                var member = states.apply(place);
                untold |= member instanceof Master master && !master.told();
                stopped &= member instanceof Stopped;
                roles.add(member.role());
            }
            var role = role(roles);
            return new GroupState(role, role == Role.MASTER && !untold, stopped);
        }

        private static Role role(Set<Role> ofMembers) {
            if (ofMembers.contains(Role.MASTER)) {
                return Role.MASTER;
            }
            if (ofMembers.contains(Role.FAULT)) {
                return Role.FAULT;
            }
            return ofMembers.contains(Role.BACKUP) ? Role.BACKUP : Role.INIT;
        }
    }

    /**
     * @param told whether it is MASTER and those who want to know were told: when the addresses of all its masters stood.
     *     After one that joined they stand anew, and it is told again
     * @param stopped whether all its members are
     */
    record GroupState(Role role, boolean told, boolean stopped) {
        /** A group that was not there before. */
        static final GroupState NONE = new GroupState(Role.INIT, false, false);
    }

    SyncGroups(ControllerConfig config, Map<InstanceName, Integer> places) {
        for (var group : config.syncGroups()) {
            var members = group.members().stream().map(places::get).sorted().toList();
            var one = new Group(all.size(), group, members);
            all.add(one);
            members.forEach(place -> byPlace.put(place, one));
        }
    }

    List<Group> all() {
        return all;
    }

    /** The group of the instance at this place; null when it is in none. */
    @Nullable Group of(int place) {
        return byPlace.get(place);
    }

    /** The group of this name; null when there is none. */
    @Nullable Group named(String name) {
        return all.stream()
                .filter(group -> group.config().name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
