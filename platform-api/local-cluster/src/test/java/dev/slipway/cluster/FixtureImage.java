package dev.slipway.cluster;

import java.nio.file.Path;
import java.util.List;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;

/** Pushes {@link Fixture} as an image, as a build would. */
public final class FixtureImage {

	private FixtureImage() {
	}

	/** Pushes and gives the name to put in a pod. */
	static String push(String registry, Path caches) throws Exception {
		String name = registry + "/test/fixture:1";
		return registry + "/test/fixture@" + push(name, caches, List.of("java", "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-cp", "app", Fixture.class.getName()));
	}

	/** Pushes an image whose program does nothing until it is told to end. */
	public static void pushIdle(String registry, String name, Path caches) throws Exception {
		push(registry + "/" + name, caches, List.of("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.2; done"));
	}

	private static String push(String name, Path caches, List<String> entrypoint) throws Exception {
		Path classes = Path.of(Fixture.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Path file = classes.resolve("dev/slipway/cluster/Fixture.class");
		return Jib.fromScratch()
			.addFileEntriesLayer(FileEntriesLayer.builder()
				.addEntry(file, AbsoluteUnixPath.get("/app/dev/slipway/cluster/Fixture.class"))
				.build())
			.setEntrypoint(entrypoint)
			.containerize(Containerizer.to(RegistryImage.named(name))
				.setAllowInsecureRegistries(true)
				.setBaseImageLayersCache(caches.resolve("base"))
				.setApplicationLayersCache(caches.resolve("app")))
			.getDigest()
			.toString();
	}

}
