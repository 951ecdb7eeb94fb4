package dev.slipway.library

import com.lesfurets.jenkins.unit.cps.PipelineTestHelperCPS
import com.lesfurets.jenkins.unit.global.lib.LibraryAnnotationTransformer
import com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration
import com.lesfurets.jenkins.unit.global.lib.LibraryLoader

import java.lang.reflect.Field

/** Compiles the library once for all tests of the process, which takes longer than all tests together. */
class SharedHelper extends PipelineTestHelperCPS {

	static final SharedHelper ONLY = new SharedHelper()

	@Override
	PipelineTestHelperCPS init() {
		if (gse == null) {
			super.init()
			Field classes = open(LibraryLoader, GroovyClassLoader)
			libLoader = new OnceLoader((GroovyClassLoader) classes.get(libLoader), libraries)
			Field loader = open(LibraryAnnotationTransformer, LibraryLoader)
			gse.config.compilationCustomizers.findAll { it instanceof LibraryAnnotationTransformer }.each { loader.set(it, libLoader) }
		}
		this
	}

	private static Field open(Class type, Class ofField) {
		Field field = type.declaredFields.find { it.type == ofField }
		field.accessible = true
		field
	}

	/** The helper's own compiles the library for each Jenkinsfile. */
	static class OnceLoader extends LibraryLoader {

		OnceLoader(GroovyClassLoader loader, Map<String, LibraryConfiguration> libraries) {
			super(loader, libraries)
		}

		@Override
		void loadLibrary(String expression) {
			if (libRecords.isEmpty()) {
				super.loadLibrary(expression)
			}
		}

	}

}
