"""How the shipped taggers are made: data, augmentation, network, training, distillation, export, evaluation."""
