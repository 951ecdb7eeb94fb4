package dev.slipway.environments.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks the PostgreSQL that is on the class path for this machine. */
final class PostgresBinaries {

	private static final int EXECUTABLE = 0100;

	private PostgresBinaries() {
	}

	/** Unpacks into the folder unless it is there; a cut-off attempt is repeated. */
	static Path unpack(Path folder) throws IOException {
		Path complete = folder.resolve(".complete");
		String archive = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
		if (Files.exists(complete) && Files.readString(complete).equals(archive)) {
			return folder;
		}
		InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archive);
		if (resource == null) {
			throw new IOException("This distribution brings no PostgreSQL for this machine (" + archive
					+ "). Set slipway.environments[0].database.url, .username and .password to a server of yours.");
		}
		try (InputStream in = resource;
				TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				write(folder, tar, entry);
			}
		}
		Files.writeString(complete, archive);
		return folder;
	}

	static String archive(String os, String arch) {
		String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
		boolean arm = arch.equals("aarch64") || arch.equals("arm64");
		return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
	}

	private static void write(Path folder, InputStream tar, TarArchiveEntry entry) throws IOException {
		Path target = folder.resolve(entry.getName()).normalize();
		if (!target.startsWith(folder.normalize())) {
			throw new IOException(entry.getName() + " leaves the folder");
		}
		if (entry.isDirectory()) {
			Files.createDirectories(target);
			return;
		}
		Files.createDirectories(target.getParent());
		if (entry.isSymbolicLink()) {
			Files.deleteIfExists(target);
			Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
			return;
		}
		Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
		if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true)) {
			throw new IOException(target + " cannot be made executable");
		}
	}

}
