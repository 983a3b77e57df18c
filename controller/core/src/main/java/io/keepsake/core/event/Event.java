package io.keepsake.core.event;

/** A fact: something that happened outside and was accepted, or something the core decided because of it. */
public sealed interface Event
        permits VrrpEvent,
                LinkEvent,
                RoutingEvent,
                HealthEvent,
                IpvsEvent,
                FirewallEvent,
                ScriptEvent,
                TrackEvent,
                OperatorEvent,
                ClockEvent,
                OutcomeEvent,
                JournalEvent,
                Decision {}
