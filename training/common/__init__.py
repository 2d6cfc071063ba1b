"""What every training command needs: pages, folds, two kinds of models, calibration."""
