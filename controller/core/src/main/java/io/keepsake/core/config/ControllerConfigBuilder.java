package io.keepsake.core.config;

import io.keepsake.core.value.FirewallTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ControllerConfig}, from nothing or from another one. */
public final class ControllerConfigBuilder {
    private final String routerId;
    private long startupDelayNanos;
    private List<InstanceConfig> instances = List.of();
    private List<VirtualServerConfig> virtualServers = List.of();
    private LvsConfig lvs = LvsConfig.NONE;
    private ScriptRules scripts = ScriptRules.NONE;
    private @Nullable MailConfig mail;
    private List<VrrpScript> vrrpScripts = List.of();
    private List<NotifyFifo> fifos = List.of();
    private List<SyncGroup> syncGroups = List.of();
    private List<TrackFile> trackFiles = List.of();
    private List<TrackProcess> trackProcesses = List.of();
    private boolean noHandover;
    private long delayAfterBootNanos;
    private List<GarpPace> garpPaces = List.of();
    private FirewallTable firewall = FirewallTable.DEFAULT;
    private boolean statesOnReload;
    private boolean tellsUnknownVrids;
    private List<LinkDelay> linkDelays = List.of();
    private StaticConfig statics = StaticConfig.NONE;

    /** Begins with nothing but the name of the router. */
    ControllerConfigBuilder(String routerId) {
        this.routerId = routerId;
    }

    /** Begins as {@code other}. */
    ControllerConfigBuilder(ControllerConfig other) {
        this(other.routerId());
        startupDelayNanos = other.startupDelayNanos();
        instances = other.instances();
        virtualServers = other.virtualServers();
        lvs = other.lvs();
        scripts = other.scripts();
        mail = other.mail();
        vrrpScripts = other.vrrpScripts();
        fifos = other.fifos();
        syncGroups = other.syncGroups();
        trackFiles = other.trackFiles();
        trackProcesses = other.trackProcesses();
        noHandover = other.noHandover();
        delayAfterBootNanos = other.delayAfterBootNanos();
        garpPaces = other.garpPaces();
        firewall = other.firewall();
        statesOnReload = other.statesOnReload();
        tellsUnknownVrids = other.tellsUnknownVrids();
        linkDelays = other.linkDelays();
        statics = other.statics();
    }

    public ControllerConfigBuilder startupDelayNanos(long other) {
        startupDelayNanos = other;
        return this;
    }

    public ControllerConfigBuilder instances(List<InstanceConfig> other) {
        instances = other;
        return this;
    }

    public ControllerConfigBuilder virtualServers(List<VirtualServerConfig> other) {
        virtualServers = other;
        return this;
    }

    public ControllerConfigBuilder lvs(LvsConfig other) {
        lvs = other;
        return this;
    }

    public ControllerConfigBuilder scripts(ScriptRules other) {
        scripts = other;
        return this;
    }

    public ControllerConfigBuilder mail(@Nullable MailConfig other) {
        mail = other;
        return this;
    }

    public ControllerConfigBuilder vrrpScripts(List<VrrpScript> other) {
        vrrpScripts = other;
        return this;
    }

    public ControllerConfigBuilder fifos(List<NotifyFifo> other) {
        fifos = other;
        return this;
    }

    public ControllerConfigBuilder syncGroups(List<SyncGroup> other) {
        syncGroups = other;
        return this;
    }

    public ControllerConfigBuilder trackFiles(List<TrackFile> other) {
        trackFiles = other;
        return this;
    }

    public ControllerConfigBuilder trackProcesses(List<TrackProcess> other) {
        trackProcesses = other;
        return this;
    }

    public ControllerConfigBuilder noHandover(boolean other) {
        noHandover = other;
        return this;
    }

    public ControllerConfigBuilder delayAfterBootNanos(long other) {
        delayAfterBootNanos = other;
        return this;
    }

    public ControllerConfigBuilder garpPaces(List<GarpPace> other) {
        garpPaces = other;
        return this;
    }

    public ControllerConfigBuilder firewall(FirewallTable other) {
        firewall = other;
        return this;
    }

    public ControllerConfigBuilder tellsUnknownVrids(boolean other) {
        tellsUnknownVrids = other;
        return this;
    }

    public ControllerConfigBuilder statesOnReload(boolean other) {
        statesOnReload = other;
        return this;
    }

    public ControllerConfigBuilder linkDelays(List<LinkDelay> other) {
        linkDelays = other;
        return this;
    }

    public ControllerConfigBuilder statics(StaticConfig other) {
        statics = other;
        return this;
    }

    public ControllerConfig build() {
        return new ControllerConfig(
                routerId,
                startupDelayNanos,
                instances,
                virtualServers,
                lvs,
                scripts,
                mail,
                vrrpScripts,
                fifos,
                syncGroups,
                trackFiles,
                trackProcesses,
                noHandover,
                delayAfterBootNanos,
                garpPaces,
                firewall,
                statesOnReload,
                tellsUnknownVrids,
                linkDelays,
                statics);
    }
}
