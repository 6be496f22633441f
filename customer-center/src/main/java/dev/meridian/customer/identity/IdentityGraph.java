package dev.meridian.customer.identity;

import dev.meridian.customer.identity.Resolved.Note;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the identity graph that a batch touches, in memory. Takes evidence in order and keeps what has to be
 * stored. It knows no database, and gives the same answer for the same content and the same evidence.
 *
 * <p>Two customers that meet become one with the id of the older, unless a limit stands against it. A customer that begins
 * and ends within the batch was never seen by anybody, so it leaves no trace of a merge.
 */
final class IdentityGraph {

    /** Whoever comes into being in this batch is younger than everybody who was there before. */
    private static final long FIRST_NEW_NUMBER = Long.MAX_VALUE / 2;

    private final IdentityProperties properties;
    private final CustomerIds customerIds;
    private final TimeOrderedIds ids;
    private final Instant now;
    private final Map<IdentifierKey, Node> nodes = new HashMap<>();
    private final Map<CustomerId, Component> components = new LinkedHashMap<>();
    private final IdentityChanges.Builder changes = new IdentityChanges.Builder();
    private long created;

    /** @param known the identifiers of the batch, and all others of every customer that the batch may change */
    IdentityGraph(
            IdentityProperties properties,
            CustomerIds customerIds,
            TimeOrderedIds ids,
            Instant now,
            Collection<KnownIdentifier> known) {
        this.properties = properties;
        this.customerIds = customerIds;
        this.ids = ids;
        this.now = now;
        for (KnownIdentifier identifier : known) {
            Component component =
                    components.computeIfAbsent(
                    identifier.customer(), customer -> new Component(customer, false, identifier.customerNumber()));
            component.add(new Node(identifier.id(), identifier.key(), component));
        }
    }

    private final class Component {
        private final CustomerId customer;
        private final boolean isNew;
        private final long number;
        private final List<Node> members = new ArrayList<>();
        private final Set<CustomerId> absorbed = new LinkedHashSet<>();

        private Component(CustomerId customer, boolean isNew, long number) {
            this.customer = customer;
            this.isNew = isNew;
            this.number = number;
        }

        private void add(Node node) {
            members.add(node);
            node.component = this;
            nodes.put(node.key, node);
        }

        private long countOfKind(IdentifierKey key) {
            return members.stream()
                    .filter(node ->
                            node.key.type() == key.type() && node.key.scope().equals(key.scope()))
                    .count();
        }
    }

    private static final class Node {
        private final IdentifierId id;
        private final IdentifierKey key;
        private Component component;

        private Node(IdentifierId id, IdentifierKey key, Component component) {
            this.id = id;
            this.key = key;
            this.component = component;
        }
    }

    /** Who a piece of evidence is about; read it after the whole batch was taken in. */
    final class Answer {
        private final Node strongest;
        private final List<Note> notes;

        private Answer(Node strongest, List<Note> notes) {
            this.strongest = strongest;
            this.notes = notes;
        }

        Resolved resolved() {
            Component component = strongest.component;
            return new Resolved(component.customer, strongest.id, component.absorbed, component.isNew, notes);
        }
    }

    /** Takes in one piece of evidence. */
    Answer observe(Evidence evidence) {
        List<Note> notes = new ArrayList<>(evidence.notes());
        Node strongest = nodeOf(evidence.strongest());
        changes.sighted(strongest.id, evidence.strongest(), evidence.observation());
        for (Evidence.Part part :
                evidence.joining().subList(1, evidence.joining().size())) {
            Node node = nodes.get(part.key());
            Reason against = node == null ? againstAdding(strongest, part) : againstJoining(strongest, node);
            if (node == null) {
                node = newNode(part, against == null ? strongest.component : newComponent());
            } else if (against == null && node.component != strongest.component) {
                merge(strongest.component, node.component, evidence.observation());
            }
            changes.sighted(node.id, part, evidence.observation());
            if (against != null) {
                changes.held(strongest.id, node.id, against, evidence.observation());
                notes.add(new Note(part.position(), against));
            } else if (node != strongest) {
                changes.linked(strongest.id, node.id, evidence.observation());
            }
        }
        return new Answer(strongest, notes);
    }

    /** Everything that has to be stored. */
    IdentityChanges changes() {
        return changes.build(key -> Objects.requireNonNull(nodes.get(key)).component.customer, components::containsKey);
    }

    private Node nodeOf(Evidence.Part part) {
        Node known = nodes.get(part.key());
        return known == null ? newNode(part, newComponent()) : known;
    }

    private Node newNode(Evidence.Part part, Component component) {
        Node node = new Node(new IdentifierId(ids.next()), part.key(), component);
        component.add(node);
        changes.identified(node.id, part);
        return node;
    }

    private Component newComponent() {
        Component component = new Component(customerIds.next(), true, FIRST_NEW_NUMBER + created++);
        components.put(component.customer, component);
        changes.created(component.customer);
        return component;
    }

    private @Nullable Reason againstAdding(Node strongest, Evidence.Part part) {
        Component component = strongest.component;
        if (component.members.size() + 1 > properties.componentCap()) {
            return Reason.COMPONENT_CAP;
        }
        return exceedsLimit(part.key(), component.countOfKind(part.key()) + 1) ? Reason.IDENTIFIER_LIMIT : null;
    }

    private @Nullable Reason againstJoining(Node strongest, Node other) {
        Component one = strongest.component;
        Component two = other.component;
        if (one == two) {
            return null;
        }
        if (one.members.size() + two.members.size() > properties.componentCap()) {
            return Reason.COMPONENT_CAP;
        }
        for (Node member : two.members) {
            if (exceedsLimit(member.key, one.countOfKind(member.key) + two.countOfKind(member.key))) {
                return Reason.IDENTIFIER_LIMIT;
            }
        }
        return null;
    }

    private boolean exceedsLimit(IdentifierKey key, long count) {
        Integer limit = properties.limits().get(key.type());
        return limit != null && count > limit;
    }

    private void merge(Component one, Component two, Observation evidence) {
        boolean oneIsOlder = one.number < two.number;
        Component survivor = oneIsOlder ? one : two;
        Component absorbed = oneIsOlder ? two : one;
        if (!absorbed.isNew) {
            List<IdentifierId> moved =
                    absorbed.members.stream().map(node -> node.id).toList();
            changes.merged(new Merge(ids.next(), survivor.customer, absorbed.customer, moved, evidence, now));
            survivor.absorbed.add(absorbed.customer);
        }
        survivor.absorbed.addAll(absorbed.absorbed);
        absorbed.members.forEach(survivor::add);
        components.remove(absorbed.customer);
    }
}
