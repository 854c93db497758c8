// nothing to search
