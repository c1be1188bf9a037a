"""The modules that all constructs share: cdk8s-plus, metadata, custom resources, containers, validation at synth."""
