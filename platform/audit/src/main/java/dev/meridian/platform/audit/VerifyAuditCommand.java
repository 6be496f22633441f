package dev.meridian.platform.audit;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * {@code java -jar <center>.jar verify-audit}: checks the record of administrative acts in the center's database
 * and names the first record of each chain that is not as it was written. Ends with 1 when there is one.
 */
public final class VerifyAuditCommand {

    private static final String NAME = "verify-audit";

    private final Map<String, String> environment;
    private final PrintStream out;

    /** Whether these arguments of a center's main program ask for it. */
    public static boolean isAskedFor(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /** With the environment of the process, of which it needs the database's address, user and password. */
    public VerifyAuditCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Runs it; answers the exit code of the process. */
    public int run() {
        DriverManagerDataSource database =
                new DriverManagerDataSource(environment.getOrDefault("MERIDIAN_DB_URL", ""), settings());
        try {
            // Each statement is a transaction of its own; the scope is a setting of the connection.
            List<VerifiedChain> chains = new AuditVerification(
                            new JdbcAudit(JdbcClient.create(database)), TransactionOperations.withoutTransaction())
                    .run();
            return report(chains);
        } catch (DataAccessException e) {
            out.println("verify-audit: the database cannot be read");
            return 2;
        }
    }

    private int report(List<VerifiedChain> chains) {
        int broken = 0;
        for (VerifiedChain chain : chains) {
            switch (chain) {
                case VerifiedChain.Intact(String brand, long records, Hash head) ->
                    out.println(brand + ": " + records + " records, intact, the last is " + head);
                case VerifiedChain.Broken(String brand, long position, String fault) -> {
                    out.println(brand + ": record " + position + " " + fault);
                    broken++;
                }
            }
        }
        out.println(broken == 0 ? "The audit record is intact." : "The audit record is BROKEN.");
        return broken == 0 ? 0 : 1;
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "user", environment.getOrDefault("MERIDIAN_DB_USER", ""),
                "password", environment.getOrDefault("MERIDIAN_DB_PASSWORD", ""),
                "options", "-c meridian.brand=*"));
        return settings;
    }
}
