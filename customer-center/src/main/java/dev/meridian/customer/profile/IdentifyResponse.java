package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.Resolved.Note;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.customer.identity.SightingsReader.Sightings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to identify. */
record IdentifyResponse(
        @Nullable UUID customerId, boolean created, List<UUID> merged, List<NoteBody> held, List<NoteBody> ignored) {

    record NoteBody(String pointer, String reason) {

        static NoteBody of(int position, String reason) {
            return new NoteBody("/identifiers/" + position, reason);
        }
    }

    static IdentifyResponse from(Identifying.Identified identified, Sightings sightings) {
        List<NoteBody> held = new ArrayList<>();
        List<NoteBody> ignored = new ArrayList<>();
        sightings.blocked().forEach(position -> ignored.add(NoteBody.of(position, "blocked_value")));
        for (Note note : identified.notes()) {
            NoteBody body = NoteBody.of(
                    sightings.positions().get(note.position()), note.reason().wireName());
            (note.reason() == Reason.WEAK_IDENTIFIER ? ignored : held).add(body);
        }
        return new IdentifyResponse(
                identified.customer().map(CustomerId::value).orElse(null),
                identified.created(),
                identified.merged().stream().map(CustomerId::value).toList(),
                held,
                ignored);
    }
}
