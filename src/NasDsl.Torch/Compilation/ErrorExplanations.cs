namespace NasDsl.Torch;

/// <summary>What every code of data sets (NAS70xx), weights (NAS71xx), training (NAS72xx) and devices (NAS73xx) means.</summary>
public static class ErrorExplanations
{
    /// <summary>By code: a title in a few words, and what is wrong and what to do.</summary>
    public static IReadOnlyDictionary<string, (string Title, string Text)> All { get; } =
        new Dictionary<string, (string, string)>
        {
            [DataException.UnknownDataset] = ("unknown data set",
                "The name is neither a folder nor a data set that is installed. Names are looked for in the folder that "
                + "NASDSL_DATA names, then where system packages put data sets."),
            [DataException.MissingFile] = ("a data file is missing",
                "A data set needs all of its files: four for IDX (images and labels, training and test), six for CIFAR-10."),
            [DataException.WrongMagic] = ("not the expected kind of file",
                "An IDX file begins with a number that tells images (0x00000803) from labels (0x00000801); this one begins "
                + "with another. It may be another format, or labels where images belong."),
            [DataException.Truncated] = ("a data file ends too early",
                "The header promises more bytes than the file has, which is how an interrupted download looks."),
            [DataException.TrailingBytes] = ("a data file is too long",
                "Bytes follow after all that the header promises, so header or contents are damaged."),
            [DataException.CorruptCompression] = ("damaged gzip data",
                "The file is gzipped, but cannot be decompressed to its end."),
            [DataException.CountMismatch] = ("files do not belong together",
                "Images and labels differ in number, or training and test images differ in shape."),
            [DataException.LabelOutOfRange] = ("a label out of range",
                "A label names a class that the data set does not have; the file is damaged or belongs to another data set."),
            [DataException.DoesNotFit] = ("images do not fit the network",
                "Smaller images are padded and gray ones are given more channels, but no image is cut, scaled down or "
                + "stripped of its colour. Declare the network's image as large as the data set's."),
            [DataException.BadHeader] = ("an impossible header",
                "A dimension in the file is zero or far too large."),
            [DataException.TooFewImages] = ("too few images",
                "A part of the data would be left without images."),
            [DataException.NotUtf8] = ("text that is not UTF-8",
                "A text is read as UTF-8, and some bytes of the file are none."),
            [DataException.TooLittleText] = ("too little text",
                "A text is read in as many streams side by side as the batch says, and each needs one token more than the network "
                + "has steps. Of a single file, 80 % of the tokens train, 10 % validate and 10 % test."),
            [DataException.Unreadable] = ("a data file cannot be read",
                "The file is there, but the system does not let it be read."),
            [WeightsException.MissingFile] = ("the weights file is missing", "There is no readable file at the path."),
            [WeightsException.Truncated] = ("the weights file ends too early", "The header promises more bytes than there are."),
            [WeightsException.BadHeader] = ("a damaged safetensors header",
                "A safetensors file begins with a length and a JSON object of the tensors' types, shapes and places."),
            [WeightsException.UnknownType] = ("an unknown element type", "The tensor's type is not one that can be read or written."),
            [WeightsException.BadOffsets] = ("impossible places of tensors",
                "Tensors in a safetensors file follow each other without a hole or an overlap, and each is as long as its "
                + "shape and type ask for."),
            [WeightsException.NamesDiffer] = ("weights of another network",
                "Names and shapes in the file must be exactly those of the network. All differences are listed."),
            [WeightsException.Unwritable] = ("the weights file cannot be written",
                "The folder is missing or full, or may not be written to."),
            [TrainingException.NotFinite] = ("the loss is not a number",
                "Training diverged. Lower the learning rate, or clip gradients at a smaller norm."),
            [TrainingException.BadSetting] = ("a setting out of range", "The setting's value makes no sense."),
            [TrainingException.TooFewOutputs] = ("fewer outputs than classes",
                "The network's last dimension must be at least the number of the data set's classes."),
            [TrainingException.NothingToSearch] = ("nothing to search", "The network holds no decision that a search could make."),
            [TrainingException.NoAuxiliary] = ("no auxiliary tower",
                "An auxiliary loss is asked for, but the network was generated without an auxiliary tower."),
            [DeviceException.Unknown] = ("an unknown device", "A device is `cpu`, `cuda` (the first one) or `cuda:N`."),
            [DeviceException.Unavailable] = ("a device that is not there",
                "CUDA devices need a driver and a libtorch that was built for CUDA."),
        };
}
