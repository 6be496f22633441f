package dev.meridian.customer.identity;

import dev.meridian.customer.identity.Resolved.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers, and who they belong to, in memory: taken in piece by piece, joined unless a limit stands against it. The
 * same rules hold for the group, which sees all evidence, and for each brand, which sees its own.
 */
final class Partition {

    /** Whoever comes into being here is younger than everybody who was there before. */
    private static final long FIRST_NEW_NUMBER = Long.MAX_VALUE / 2;

    private final IdentityProperties rules;
    private final Function<IdentifierKey, IdentifierId> identifierIds;
    private final Supplier<@Nullable CustomerId> customerIds;
    private final Map<IdentifierKey, Node> nodes = new HashMap<>();
    private final Map<CustomerId, Component> known = new LinkedHashMap<>();
    private final List<Component> created = new ArrayList<>();

    /**
     * @param identifierIds makes or finds the id of an identifier that is new here
     * @param customerIds makes the id of a customer that is new here; null where it is decided later
     */
    Partition(
            IdentityProperties rules,
            Function<IdentifierKey, IdentifierId> identifierIds,
            Supplier<@Nullable CustomerId> customerIds) {
        this.rules = rules;
        this.identifierIds = identifierIds;
        this.customerIds = customerIds;
    }

    /** One identifier. */
    static final class Node {
        private final IdentifierId id;
        private final IdentifierKey key;
        private Component component;

        private Node(IdentifierId id, IdentifierKey key, Component component) {
            this.id = id;
            this.key = key;
            this.component = component;
        }

        IdentifierId id() {
            return id;
        }

        IdentifierKey key() {
            return key;
        }

        Component component() {
            return component;
        }
    }

    /** One customer: identifiers that belong together. */
    static final class Component {
        private final boolean isNew;
        private final long number;
        private final List<Node> members = new ArrayList<>();
        private final Set<CustomerId> absorbed = new LinkedHashSet<>();
        private @Nullable CustomerId customer;
        private @Nullable Component into;

        private Component(@Nullable CustomerId customer, boolean isNew, long number) {
            this.customer = customer;
            this.isNew = isNew;
            this.number = number;
        }

        CustomerId customer() {
            return Objects.requireNonNull(customer, "Not named yet");
        }

        void name(CustomerId named) {
            customer = named;
        }

        boolean isNew() {
            return isNew;
        }

        List<Node> members() {
            return members;
        }

        /** Customers from before that have become this one. */
        Set<CustomerId> absorbed() {
            return absorbed;
        }

        private void add(Node node) {
            members.add(node);
            node.component = this;
        }

        private long countOfKind(IdentifierKey key) {
            return members.stream()
                    .filter(node ->
                            node.key.type() == key.type() && node.key.scope().equals(key.scope()))
                    .count();
        }
    }

    /** What one piece of evidence came to. @param others all but the strongest, in order of strength */
    record Observed(Node strongest, boolean strongestIsNew, List<Other> others) {}

    /**
     * An identifier beside the strongest.
     *
     * @param against why it was kept apart; null where it belongs to the same customer
     * @param isNew whether it was not there before
     * @param merge the two customers it made one, if both were there before
     */
    record Other(
            Evidence.Part part,
            Node node,
            @Nullable Reason against,
            boolean isNew,
            @Nullable Union merge) {}

    /** Two customers that became one, with what the younger brought along. */
    record Union(Component survivor, Component absorbed, List<IdentifierId> moved) {

        /** Whoever survived may have been absorbed since. */
        Component finalSurvivor() {
            Component last = survivor;
            while (last.into != null) {
                last = last.into;
            }
            return last;
        }
    }

    /** Makes something known that was there before. */
    void know(IdentifierId id, IdentifierKey key, CustomerId customer, long number) {
        if (nodes.containsKey(key)) {
            return;
        }
        Component component = known.computeIfAbsent(customer, unused -> new Component(customer, false, number));
        Node node = new Node(id, key, component);
        component.add(node);
        nodes.put(key, node);
    }

    @Nullable
    Node find(IdentifierKey key) {
        return nodes.get(key);
    }

    /** Customers that came into being here and are still there. */
    List<Component> created() {
        return created.stream().filter(component -> component.into == null).toList();
    }

    /** Takes in one piece of evidence. @param settled why a pair was kept apart before; null where it was not */
    Observed observe(Evidence evidence, Function<Evidence.Part, @Nullable Reason> settled) {
        boolean strongestIsNew = !nodes.containsKey(evidence.strongest().key());
        Node strongest = nodeOf(evidence.strongest());
        List<Other> others = new ArrayList<>();
        for (Evidence.Part part :
                evidence.joining().subList(1, evidence.joining().size())) {
            others.add(other(strongest, part, settled.apply(part)));
        }
        return new Observed(strongest, strongestIsNew, others);
    }

    private Other other(Node strongest, Evidence.Part part, @Nullable Reason settled) {
        Node node = nodes.get(part.key());
        if (node == null) {
            Reason against = againstAdding(strongest, part);
            Node added = newNode(part, against == null ? strongest.component : newComponent());
            return new Other(part, added, against, true, null);
        }
        if (node.component == strongest.component) {
            return new Other(part, node, null, false, null);
        }
        Reason against = settled == null ? againstJoining(strongest.component, node.component) : settled;
        Union union = against == null ? union(strongest.component, node.component) : null;
        return new Other(part, node, against, false, union);
    }

    private Node nodeOf(Evidence.Part part) {
        Node node = nodes.get(part.key());
        return node == null ? newNode(part, newComponent()) : node;
    }

    private Node newNode(Evidence.Part part, Component component) {
        Node node = new Node(identifierIds.apply(part.key()), part.key(), component);
        component.add(node);
        nodes.put(part.key(), node);
        return node;
    }

    private Component newComponent() {
        Component component = new Component(customerIds.get(), true, FIRST_NEW_NUMBER + created.size());
        created.add(component);
        return component;
    }

    private @Nullable Reason againstAdding(Node strongest, Evidence.Part part) {
        Component component = strongest.component;
        if (component.members.size() + 1 > rules.componentCap()) {
            return Reason.COMPONENT_CAP;
        }
        return exceedsLimit(part.key(), component.countOfKind(part.key()) + 1) ? Reason.IDENTIFIER_LIMIT : null;
    }

    private @Nullable Reason againstJoining(Component one, Component two) {
        if (one.members.size() + two.members.size() > rules.componentCap()) {
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
        Integer limit = rules.limits().get(key.type());
        return limit != null && count > limit;
    }

    /** The older one survives. @return null where the younger was new: nobody has ever seen it */
    private static @Nullable Union union(Component one, Component two) {
        Component survivor = one.number < two.number ? one : two;
        Component absorbed = survivor == one ? two : one;
        List<IdentifierId> moved = absorbed.members.stream().map(Node::id).toList();
        if (!absorbed.isNew) {
            survivor.absorbed.add(absorbed.customer());
        }
        survivor.absorbed.addAll(absorbed.absorbed);
        List.copyOf(absorbed.members).forEach(survivor::add);
        absorbed.members.clear();
        absorbed.into = survivor;
        return absorbed.isNew ? null : new Union(survivor, absorbed, moved);
    }
}
