package dev.slipway.cluster.kubelet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to start a process.
 *
 * @param argv program and arguments; the program is a path that exists
 * @param env its whole environment
 * @param directory working directory
 */
record LaunchPlan(List<String> argv, Map<String, String> env, Path directory) {
}
