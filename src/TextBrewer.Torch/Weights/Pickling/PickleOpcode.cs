namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>Instructions of a pickle, named as in Python's <c>pickletools</c>.</summary>
internal enum PickleOpcode
{
    Mark = '(',
    Stop = '.',
    Proto = 0x80,
    Frame = 0x95,

    None = 'N',
    NewTrue = 0x88,
    NewFalse = 0x89,
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    Long1 = 0x8a,
    BinFloat = 'G',
    BinUnicode = 'X',
    ShortBinUnicode = 0x8c,
    BinString = 'T',
    ShortBinString = 'U',

    EmptyTuple = ')',
    Tuple = 't',
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    EmptyList = ']',
    Append = 'a',
    Appends = 'e',
    EmptyDict = '}',
    SetItem = 's',
    SetItems = 'u',

    BinPut = 'q',
    LongBinPut = 'r',
    Memoize = 0x94,
    BinGet = 'h',
    LongBinGet = 'j',

    Global = 'c',
    StackGlobal = 0x93,
    BinPersId = 'Q',
    Reduce = 'R',
    Build = 'b',

    // Known for their names in messages only: PyTorch does not write them, and they make objects of any class.
    Inst = 'i',
    Obj = 'o',
    NewObj = 0x81,
    NewObjEx = 0x92,
    Ext1 = 0x82,
    Ext2 = 0x83,
    Ext4 = 0x84,
    PersId = 'P',
}
