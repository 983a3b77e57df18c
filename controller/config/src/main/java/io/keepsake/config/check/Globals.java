package io.keepsake.config.check;

import io.keepsake.config.check.servers.ServerDefaults;
import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;

/** What {@code global_defs} says for all instances and virtual servers, defaults filled in. */
record Globals(
        String routerId,
        VrrpVersion version,
        Ip group4,
        Ip group6,
        long startupDelayNanos,
        GarpConfig garp,
        int downTimerAdverts,
        boolean lowerPrioNoAdvert,
        boolean higherPrioSendAdvert,
        boolean checkUnicastSource,
        AddressListCheck listCheck,
        boolean v3ChecksumAsV2,
        boolean notifyPriorityChanges,
        boolean alert,
        boolean faultMails,
        boolean ownerIgnoresAdverts,
        boolean strict,
        ServerDefaults servers) {}
