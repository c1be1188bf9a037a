"""What all constructs are built with: cdk8s-plus, metadata, custom resources, containers, validation at synth."""
