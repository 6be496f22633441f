package dev.meridian.platform.snapshots.messages;

/**
 * The types of events between an owner and those who ask it.
 *
 * @param requested somebody asks for everything, or for what stands behind some keys; or for a stopped run to go on
 * @param stopped who asked wants no more for now
 * @param told a part of what is known about a subject
 * @param ended everything was told
 */
public record SnapshotTypes(String requested, String stopped, String told, String ended) {

    /** Those of the owner that tells on this topic family. */
    public static SnapshotTypes of(String topic) {
        return new SnapshotTypes(
                topic + ".requested.v1", topic + ".stopped.v1", topic + ".told.v1", topic + ".ended.v1");
    }
}
