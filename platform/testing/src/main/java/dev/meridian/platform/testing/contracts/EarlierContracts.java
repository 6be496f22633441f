package dev.meridian.platform.testing.contracts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The contracts as they were at the last commit of main: where this work branched off {@code origin/main}, or off
 * {@code main} in a repository without a remote; on main itself, its last commit.
 *
 * @param commit which commit, for messages
 * @param files what it held
 */
record EarlierContracts(String commit, ContractFiles files) {

    private static final List<String> MAINS = List.of("origin/main", "main");

    /**
     * Asks git.
     *
     * @param projectRoot the root of the checkout
     * @param baseline a commit to use instead; blank for the rule above
     * @return nothing where this is no git checkout or the commit has no contracts
     */
    static Optional<EarlierContracts> find(Path projectRoot, String baseline) {
        Optional<String> commit = baseline.isBlank()
                ? lastOfMain(projectRoot)
                : text(projectRoot, "rev-parse", "--verify", "--quiet", baseline + "^{commit}");
        return commit.flatMap(found -> bytes(projectRoot, "archive", "--format=zip", found, "--", ContractFiles.FOLDER)
                .map(zip -> new EarlierContracts(found, unpack(zip))));
    }

    private static Optional<String> lastOfMain(Path root) {
        for (String main : MAINS) {
            if (text(root, "rev-parse", "--verify", "--quiet", main).isPresent()) {
                Optional<String> branchedOff = text(root, "merge-base", "HEAD", main);
                // A shallow clone may not reach back to where the branches met.
                return branchedOff.isPresent() ? branchedOff : text(root, "rev-parse", main);
            }
        }
        return text(root, "rev-parse", "--verify", "--quiet", "HEAD");
    }

    private static ContractFiles unpack(byte[] zip) {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName().substring(ContractFiles.FOLDER.length() + 1), in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ContractFiles(files);
    }

    private static Optional<String> text(Path root, String... arguments) {
        return bytes(root, arguments)
                .map(out -> new String(out, StandardCharsets.UTF_8).strip())
                .filter(out -> !out.isEmpty());
    }

    /** What git prints; nothing where git is absent or refuses. */
    private static Optional<byte[]> bytes(Path root, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] out;
            try (InputStream in = git.getInputStream()) {
                out = in.readAllBytes();
            }
            return git.waitFor() == 0 ? Optional.of(out) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
