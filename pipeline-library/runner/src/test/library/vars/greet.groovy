import sample.Greeting

def call(String name) {
	echo new Greeting(this).to(name)
}

def resource() {
	libraryResource('hello.txt').trim()
}
