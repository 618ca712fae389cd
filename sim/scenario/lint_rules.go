package scenario

// lintRules are the warnings, each a question that a designer would ask.
var lintRules = []func(*checker){}
