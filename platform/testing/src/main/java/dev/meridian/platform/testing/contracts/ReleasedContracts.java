package dev.meridian.platform.testing.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The contracts as last released, in {@code contracts/released}; {@code contracts/release} puts them there.
 *
 * @param version such as {@code 0.2.0}
 * @param files what was promised
 * @param permitted which breaks of it are meant
 */
record ReleasedContracts(String version, ContractFiles files, PermittedBreaks permitted) {

    private static final String FOLDER = "contracts/released";

    static ReleasedContracts of(Path projectRoot) {
        Path folder = projectRoot.resolve(FOLDER);
        try {
            return new ReleasedContracts(
                    Files.readString(folder.resolve("VERSION")).strip(),
                    ContractFiles.below(folder.resolve("contracts")),
                    PermittedBreaks.parse(Files.readString(folder.resolve("CHANGES"))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the released contracts in " + folder, e);
        }
    }

    /**
     * What forbids to go on with other contracts, a line each: breaks that no entry permits, entries that permit
     * nothing, and from version 1.0 on every break.
     */
    List<String> objections(ContractFiles now) {
        List<String> breaks = Compatibility.breaks(files, now);
        List<String> objections = new ArrayList<>();
        if (isStable()) {
            objections.addAll(breaks);
        } else {
            objections.addAll(permitted.notPermitted(breaks));
        }
        for (String line : permitted.useless(breaks)) {
            objections.add("contracts/released/CHANGES permits what is not broken: " + line);
        }
        return objections;
    }

    private boolean isStable() {
        return !version.startsWith("0.");
    }
}
