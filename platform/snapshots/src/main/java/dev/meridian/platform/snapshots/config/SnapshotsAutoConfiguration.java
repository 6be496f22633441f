package dev.meridian.platform.snapshots.config;

import dev.meridian.platform.messaging.config.MessagingAutoConfiguration;
import dev.meridian.platform.snapshots.rebuilding.ProjectionRebuilding;
import dev.meridian.platform.snapshots.telling.SnapshotOwning;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Lets a center with a {@code SnapshotSource} tell its state again, and one with a {@code Projection} build itself from
 * that.
 */
@AutoConfiguration(after = MessagingAutoConfiguration.class)
@EnableScheduling
@Import({SnapshotOwning.class, ProjectionRebuilding.class})
public class SnapshotsAutoConfiguration {}
