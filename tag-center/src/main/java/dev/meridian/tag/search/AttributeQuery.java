package dev.meridian.tag.search;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders;
import co.elastic.clients.json.JsonData;
import dev.meridian.tag.rules.Bound;
import dev.meridian.tag.rules.Check;
import dev.meridian.tag.rules.Condition;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.Scalar;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in the index's language what a rule of attributes says. */
final class AttributeQuery {

    private static final String PATH = "attributes";
    private static final String NAME = "attributes.name";
    private static final String KIND = "attributes.kind";
    private static final String TEXT = "attributes.text";
    private static final String NUMBER = "attributes.number";
    private static final String MOMENT = "attributes.moment";

    private AttributeQuery() {}

    /** The query; empty for a rule that also asks for activity, of which the index knows nothing. */
    static Optional<Query> of(Rule rule) {
        return rule.events().isEmpty() ? Optional.of(condition(rule.condition())) : Optional.empty();
    }

    private static Query condition(Condition condition) {
        return switch (condition) {
            case Condition.All(List<Condition> parts) ->
                all(parts.stream().map(AttributeQuery::condition).toList());
            case Condition.Any(List<Condition> parts) ->
                any(parts.stream().map(AttributeQuery::condition).toList());
            case Condition.Not(Condition part) -> not(condition(part));
            case Condition.Attribute(String name, var is) ->
                all(is.checks().stream().map(check -> check(name, check)).toList());
            case Condition.Activity _ -> throw new IllegalArgumentException("The index knows no activity");
        };
    }

    private static Query check(String name, Check check) {
        return switch (check) {
            case Check.Equal(Scalar to) -> equal(name, to);
            case Check.NotEqual(Scalar to) -> not(equal(name, to));
            case Check.In(List<Scalar> options) ->
                any(options.stream().map(option -> equal(name, option)).toList());
            case Check.Ordered(Check.Order order, Bound bound) -> nested(name, ordered(order, bound));
            case Check.Between(Bound from, Bound to) ->
                nested(name, ordered(Check.Order.GTE, from), ordered(Check.Order.LTE, to));
            case Check.Exists(boolean wanted) -> wanted ? nested(name) : not(nested(name));
            case Check.Contains(String part) ->
                nested(
                        name,
                        term(KIND, SearchDocument.TEXT),
                        QueryBuilders.wildcard(w -> w.field(TEXT).value("*" + escaped(part) + "*")));
            case Check.StartsWith(String prefix) ->
                nested(
                        name,
                        term(KIND, SearchDocument.TEXT),
                        QueryBuilders.prefix(p -> p.field(TEXT).value(prefix)));
        };
    }

    private static Query equal(String name, Scalar to) {
        return switch (to) {
            case Scalar.Text text ->
                text.asMoment()
                        .map(moment -> nested(
                                name, QueryBuilders.term(t -> t.field(MOMENT).value(micros(moment)))))
                        .orElseGet(() -> nested(name, term(KIND, SearchDocument.TEXT), term(TEXT, text.value())));
            case Scalar.Amount(var number) ->
                nested(
                        name,
                        term(KIND, SearchDocument.NUMBER),
                        QueryBuilders.term(t -> t.field(NUMBER).value(number.doubleValue())));
            case Scalar.Flag(boolean flag) ->
                nested(name, term(KIND, SearchDocument.FLAG), term(TEXT, Boolean.toString(flag)));
        };
    }

    private static Query ordered(Check.Order order, Bound bound) {
        return switch (bound) {
            case Bound.OfNumber(var value) -> {
                double number = value.doubleValue();
                yield QueryBuilders.range(r -> r.number(n -> switch (order) {
                    case GT -> n.field(NUMBER).gt(number);
                    case GTE -> n.field(NUMBER).gte(number);
                    case LT -> n.field(NUMBER).lt(number);
                    case LTE -> n.field(NUMBER).lte(number);
                }));
            }
            case Bound.OfMoment(String _, var value) -> {
                JsonData moment = JsonData.of(micros(value));
                yield QueryBuilders.range(r -> r.untyped(d -> switch (order) {
                    case GT -> d.field(MOMENT).gt(moment);
                    case GTE -> d.field(MOMENT).gte(moment);
                    case LT -> d.field(MOMENT).lt(moment);
                    case LTE -> d.field(MOMENT).lte(moment);
                }));
            }
        };
    }

    /** As the index keeps instants: dates of its own would be cut to milliseconds. */
    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Query nested(String name, Query... about) {
        List<Query> filters = new ArrayList<>(List.of(about));
        filters.addFirst(term(NAME, name));
        return QueryBuilders.nested(n -> n.path(PATH).query(all(filters)));
    }

    private static Query term(String field, String value) {
        return QueryBuilders.term(t -> t.field(field).value(value));
    }

    private static Query all(List<Query> parts) {
        return QueryBuilders.bool(b -> b.filter(parts));
    }

    private static Query any(List<Query> parts) {
        return QueryBuilders.bool(b -> b.should(parts).minimumShouldMatch("1"));
    }

    private static Query not(Query part) {
        return QueryBuilders.bool(b -> b.mustNot(part));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
    }
}
