package dev.meridian.local;

import dev.meridian.local.fleet.Fleet;

/** What a person needs to know of a fleet that is ready. */
final class Welcome {

    private final Fleet fleet;
    private final String script;

    Welcome(Fleet fleet, String script) {
        this.fleet = fleet;
        this.script = script;
    }

    String text() {
        return """

              Gateway            %s
              API documentation  %s/docs
              Keycloak           %s
              Elasticsearch      %s
              Clients, secrets   %s

            Get a token (aurora, boreal, cascade, marketer, operator, approver):

              %s token aurora

            A first call: who is behind this phone number?

              curl -s -H "Authorization: Bearer $(%s token aurora)" -H 'Content-Type: application/json' \\
                -d '{"identifiers":[{"type":"phone","value":"13800138000"}]}' \\
                %s/api/customers/identify

            """.formatted(
                        fleet.gateway(),
                        fleet.gateway(),
                        fleet.url("keycloak"),
                        fleet.url("elasticsearch"),
                        fleet.folder().demoEnvironment(),
                        script,
                        script,
                        fleet.gateway());
    }
}
