package dev.meridian.platform.servers;

import java.util.Arrays;
import java.util.Optional;

/** The process a build lives and dies with: the outermost Maven above us, or ourselves where there is none (an IDE). */
final class BuildOwner {

    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    private BuildOwner() {}

    static ProcessHandle find() {
        ProcessHandle owner = ProcessHandle.current();
        Optional<ProcessHandle> ancestor = owner.parent();
        while (ancestor.isPresent()) {
            ProcessHandle process = ancestor.get();
            if (isMaven(process)) {
                owner = process;
            }
            ancestor = process.parent();
        }
        return owner;
    }

    private static boolean isMaven(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.asList(arguments).contains(MAVEN))
                .orElse(false);
    }
}
