package io.keepsake.core.config;

import io.keepsake.core.value.InstanceName;
import java.util.List;

/**
 * One {@code vrrp_sync_group}: its members are master together or not at all.
 *
 * @param name unique in its file
 * @param members {@code group}, in the order of the file; each is configured, and is in no other group
 * @param trackedLinks {@code track_interface} of the group: each counts for every member
 * @param trackedScripts {@code track_script} of the group: each counts for every member
 * @param trackedFiles {@code track_file} of the group: each counts for every member
 * @param trackedProcesses {@code track_process} of the group: each counts for every member
 * @param notifications who is told of the transitions of the group as a whole
 */
public record SyncGroup(
        String name,
        List<InstanceName> members,
        List<TrackedLink> trackedLinks,
        List<TrackedScript> trackedScripts,
        List<TrackedFile> trackedFiles,
        List<TrackedProcess> trackedProcesses,
        Notifications notifications) {
    public SyncGroup {
        members = List.copyOf(members);
        trackedLinks = List.copyOf(trackedLinks);
        trackedScripts = List.copyOf(trackedScripts);
        trackedFiles = List.copyOf(trackedFiles);
        trackedProcesses = List.copyOf(trackedProcesses);
    }
}
