BeforeAll {
    . $PSScriptRoot/Common.ps1
    Import-Module $Manifest
}

Describe 'Trees' {
    BeforeEach {
        $tree = New-ExampleTree
        Push-Location $tree
    }

    AfterEach {
        Pop-Location
        Remove-Item $tree -Recurse -Force
    }

    Context 'New-HostUser, New-HostModule and New-HostConfig' {
        It 'shows with -WhatIf what it would write, and writes nothing' {
            $before = Get-Content hosts/nixos/default.yaml -Raw
            New-HostUser alice -HostName nixos -WhatIf | Should -BeNullOrEmpty
            Test-Path users/alice | Should -BeFalse
            Get-Content hosts/nixos/default.yaml -Raw | Should -Be $before
        }

        It 'adds a user to hosts' {
            $created = New-HostUser alice -HostName nixos
            $created.Files | Should -Be @('users/alice/default.yaml', 'users/alice/home.yaml')
            $created.Changed | Should -Be @('hosts/nixos/default.yaml')
            (Get-HostConfig nixos).Values.users.users.alice.isNormalUser | Should -BeTrue
        }

        It 'adds a module that a host imports' {
            New-HostModule backup -HostName nixos | Out-Null
            (Get-HostModule backup).Class | Should -Be 'host'
            (Get-HostConfig nixos).modules.backup.enable | Should -BeFalse
        }

        It 'adds a host to the tree' {
            (New-HostConfig den).Files | Should -Be @('hosts/den/default.yaml')
            (Get-HostConfig den).networking.hostName | Should -Be 'den'
        }

        It 'tells in words what no name is' {
            { New-HostUser 'No Body' -ErrorAction Stop } | Should -Throw -ErrorId 'UserNameInvalid*'
        }
    }

    Context 'Export-HostConfig and Export-HostHardware' {
        BeforeEach {
            New-Item -ItemType Directory ./machine/etc | Out-Null
            Set-Content ./machine/etc/os-release 'ID=debian'
            Set-Content ./machine/etc/hostname 'box'
            Set-Content ./machine/etc/mine.conf 'mine'
            Set-Content ./machine/etc/app.conf 'token = 0123456789'
        }

        It 'makes a host that plans to no change' {
            $items = Export-HostConfig box -Root ./machine -PassThru
            ($items | Where-Object Outcome -EQ LeftOut).Name | Should -Contain '/etc/app.conf'
            $items.Name | Should -Contain '/etc/mine.conf'
            $plan = Get-HostPlan box -Root ./machine
            $plan.Changes.Action | Sort-Object -Unique | Should -Be 'Adopt'
        }

        It 'writes nothing with -WhatIf' {
            Export-HostConfig box -Root ./machine -WhatIf | Should -BeNullOrEmpty
            Export-HostHardware box -Root ./machine -WhatIf
            Test-Path hosts/box | Should -BeFalse
        }

        It 'writes hardware.yaml once' {
            (Export-HostHardware box -Root ./machine -PassThru).Written | Should -BeTrue
            (Export-HostHardware box -Root ./machine -PassThru).Written | Should -BeFalse
            Add-Content hosts/box/hardware.yaml '# mine'
            { Export-HostHardware box -Root ./machine -ErrorAction Stop } | Should -Throw -ErrorId 'FileChangedByHand*'
        }
    }
}
